// Russian words about the settings of the house.
import type { settings as english } from '../en/settings.ts'
import type { Words } from '../shape.ts'

export const settings = {
  title: 'Настройки',
  lead: 'То, что действует для всей системы.',
  'place.title': 'Место',
  'place.zone': 'Часовой пояс',
  'place.zoneHint': 'В нём показаны дни и время в консоли.',
  'place.zoneNone': 'Как на компьютере читателя',
  'place.currencyHint': 'С неё начинаются новые кампании.',
  'place.currency': 'Валюта',
  'languages.title': 'Языки ваших клиентов',
  'languages.hint':
    'Уведомление публикуется на каждом из них или не публикуется вовсе. Клиенты читают ваши страницы и служебные письма на самом подходящем языке.',
  'languages.none': 'Без выбора уведомлению нужен один язык, какой угодно.',
  'languages.same': 'Ничего не изменено.',
  'languages.save': 'Сохранить языки',
  'brand.title': 'Как выглядят ваши страницы и письма',
  'brand.hint':
    'Для центра конфиденциальности и всех писем. Цвет, который нельзя прочесть, сам становится темнее или светлее.',
  'brand.colour': 'Цвет',
  'brand.colourNone': 'Цвет системы',
  'brand.own': 'Использовать свой цвет',
  'brand.logo': 'Логотип',
  'brand.logoHint': 'PNG, JPEG или WebP, не больше 24 кБ. Показан в центре конфиденциальности и во всех письмах.',
  'brand.logoChoose': 'Выбрать изображение',
  'brand.logoRemove': 'Убрать логотип',
  'brand.logoBad': 'Это не изображение PNG, JPEG или WebP размером до 24 кБ.',
  'brand.logoAlt': 'Ваш логотип',
  'brand.light': 'На светлом фоне',
  'brand.dark': 'На тёмном фоне',
  'brand.ratio': 'контраст {{ratio}} к 1',
  'brand.kept': 'читается как есть',
  'brand.moved': 'показан как {{colour}}, чтобы читаться',
  'brand.sample': 'Изменить мой выбор',
  save: 'Сохранить',
  saved: 'Сохранено.',
} satisfies Words<typeof english>
